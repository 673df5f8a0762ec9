Buffer.from('a');
