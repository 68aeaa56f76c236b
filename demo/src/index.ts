export { type DemoClass, type DemoOptions, startDemoClass } from './class.ts';
export { classNames } from './names.ts';
export { planSteps, type Step } from './plan.ts';
export { chanceFrom } from './random.ts';
