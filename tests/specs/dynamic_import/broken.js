await null;
throw new Error('broken');
