new Intl.NumberFormat('de');
