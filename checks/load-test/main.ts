import { runProgram } from '../program';
import { loadGate } from './load-gate';

void runProgram(loadGate, __dirname);
