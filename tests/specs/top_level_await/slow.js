console.log('slow starts');
export const ready = await new Promise((resolve) => setTimeout(resolve, 5, 'ready'));
console.log('slow ends');
