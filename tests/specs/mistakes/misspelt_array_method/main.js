[1].foreach((x) => x);
