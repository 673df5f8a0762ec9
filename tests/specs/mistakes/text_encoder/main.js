const b = new TextEncoder().encode('abc');
