/** What a script and the runtime below it say to each other, without a network. */
import { measure } from './measure.mjs';
import { count, samples, what } from './parameters.mjs';

const work = {
  promises: async () => {
    for (let i = 0; i < count; i++) await undefined;
  },
  timers: () => new Promise((resolve) => {
    let left = count;
    const fire = () => {
      left--;
      if (left === 0) resolve();
    };
    for (let i = 0; i < count; i++) setTimeout(fire, 0);
  }),
  console: () => {
    for (let i = 0; i < count; i++) console.log('a line of a program, as long as lines are, number', i);
  },
  consoleText: () => {
    for (let i = 0; i < count; i++) console.log('a line of a program, as long as lines are, and nothing else');
  },
};

await measure(samples, work[what], work[what]);
