import { runProgram } from '../program';
import { smokeGate } from './smoke-gate';

void runProgram(smokeGate, __dirname);
