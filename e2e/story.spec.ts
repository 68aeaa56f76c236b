import { tellStory } from './story.ts';

tellStory('rules');
