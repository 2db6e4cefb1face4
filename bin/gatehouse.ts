#!/usr/bin/env node
import { runCommandLine } from '../lib/gateway/cli/command-line';

void runCommandLine(process.argv.slice(2));
