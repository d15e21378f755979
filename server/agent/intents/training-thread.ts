import { parentPort, workerData } from "node:worker_threads";
import { type TrainingTask, trainDifference } from "./training-work.ts";

parentPort?.postMessage(trainDifference(workerData as TrainingTask));
