// Nothing of this is called from Swift: offline.c says what it is for.
