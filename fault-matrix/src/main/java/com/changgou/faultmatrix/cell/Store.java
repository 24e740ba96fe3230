package com.changgou.faultmatrix.cell;

/** Where the TC keeps its sessions. */
public enum Store {
    /** Its own files. */
    FILE,
    /** A database. */
    DB
}
