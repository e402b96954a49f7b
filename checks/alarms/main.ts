import { runProgram } from '../program';
import { alarmGate } from './alarm-gate';

void runProgram(alarmGate, __dirname);
