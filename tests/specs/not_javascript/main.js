const answer = 42;
const question = if (answer) {
