/** Plain short words for the two-word secret: easy to read out, to remember and to type. */
export const words: readonly string[] = (
  'acorn actor agent alarm album alley amber angle ankle apple april apron arrow ' +
  'artist atlas attic autumn avenue award bacon badge badger bagel baker balloon ' +
  'bamboo banana banjo banner barley barn basil basket bath beach beacon bean bear ' +
  'beaver bell belt bench berry bike birch bird biscuit blanket blossom boat ' +
  'bonfire book boot bottle boulder bowl box branch brass bread breeze brick bridge ' +
  'broom brush bucket buffalo bugle bus butter button cabin cable cactus cake camel ' +
  'camera camp candle canoe canvas canyon cap captain caravan cardigan cargo carpet ' +
  'carrot cart castle cat cave cedar celery cello chair chalk cheese cherry chess ' +
  'chest chicken chimney cinema circle circus clay cliff clock cloud clover coach ' +
  'coast coat cobra cocoa coconut coffee coin comet compass cone cook copper coral ' +
  'cord corner cotton cousin cow crab crane crayon creek cricket crown crystal cube ' +
  'cucumber cup curtain cushion cycle daisy dance dawn deer desert desk diamond ' +
  'dinner dolphin donkey door dragon drawer dream drum duck dune eagle earth easel ' +
  'echo eel egg elbow elephant elm ember engine envelope evening falcon farm ' +
  'feather fence fern ferry fiddle field fig finch fire fish flag flame flask flour ' +
  'flower flute foam forest fork fossil fountain fox frame frog frost fruit galaxy ' +
  'garden garlic gate gecko giant ginger giraffe glacier glass globe glove goat ' +
  'gold goose grain grape grass gravel guitar gull hammer hammock harbor harp hat ' +
  'hawk hazel hedge helmet herb heron hill hinge hippo honey hood horizon horn ' +
  'horse hotel house igloo inlet iris iron island ivory ivy jacket jaguar jam jar ' +
  'jasmine jelly jewel jigsaw juice jungle juniper kayak kettle key kite kitten ' +
  'kiwi knight knot koala ladder lagoon lake lamp lantern laptop larch lava ' +
  'lavender leaf lemon leopard letter library lily lime linen lion lizard llama ' +
  'lobster locket log lotus lunch lynx magnet magpie mango map maple marble market ' +
  'marsh meadow melon mint mirror mitten mole monkey moon moose morning moss moth ' +
  'motor mountain mouse mug mural museum mushroom music napkin needle nest night ' +
  'noodle north notebook nutmeg oak oasis ocean octopus office olive onion opera ' +
  'orange orbit orchard orchid otter oven owl oyster paddle paint palace palm panda ' +
  'paper parade parcel park parrot parsley path peach peacock peanut pearl pebble ' +
  'pelican pencil penguin pepper piano picnic pigeon pillow pilot pine pioneer ' +
  'pirate planet plate plaza plum pocket poem polar pond pony poppy porch postcard ' +
  'potato prairie puddle puffin pumpkin puppet purple puzzle pyramid quail quartz ' +
  'quilt rabbit raccoon radio radish raft rain ranch raven reef ribbon rice river ' +
  'road robin robot rocket rope rose ruby sail salad salmon sand sandal satin ' +
  'saturn sauce scarf school scooter seal season shadow shark shed shell ship shore ' +
  'silk silver sketch sky sled slipper snail snow soap sock sofa soup south sparrow ' +
  'spice spider spinach spiral sponge spoon spring spruce square squirrel stable ' +
  'star station statue steam stone stork storm stove straw stream street sugar ' +
  'summer sun sunset swan swing table tablet tango teapot temple tent thimble ' +
  'thistle thunder tiger timber toast tomato torch tower town track train travel ' +
  'tree trolley trout truck trumpet tulip tunnel turkey turnip turtle valley ' +
  'vanilla velvet village violet violin volcano wagon walnut walrus water wave ' +
  'weasel wheat wheel whistle willow wind window winter wolf wood yarn yellow ' +
  'yoghurt zebra zipper'
).split(' ');
