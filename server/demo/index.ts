export type { DemoTelegram } from "./demo-telegram";
export { DemoMissing, describeDemo } from "./describe-demo";
export { exploreDemo } from "./explore-demo";
export { getDemoProgress } from "./get-demo-progress";
export { createDemoLoop, DemoMaker, demoSettings } from "./make-demo";
export { nameDemoBots } from "./name-demo-bots";
export { isDemoHere, isDemoMaking } from "./settings";
