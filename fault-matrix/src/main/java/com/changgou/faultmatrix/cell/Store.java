package com.changgou.faultmatrix.cell;

import com.changgou.launcher.system.Topology.TcStore;

/** Where the TC keeps its sessions. */
public enum Store {
    /** Its own files. */
    FILE(new TcStore.Files()),
    /** A database. */
    DB(new TcStore.OwnDatabase(1));

    private final TcStore parts;

    Store(TcStore parts) {
        this.parts = parts;
    }

    /**
     * What the launcher calls it.
     *
     * @return for one TC
     */
    public TcStore parts() {
        return parts;
    }
}
