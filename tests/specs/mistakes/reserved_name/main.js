let const = 1;
