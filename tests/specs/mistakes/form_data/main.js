new FormData();
