package com.changgou.it;

/** The modes on the embedded MariaDB. */
class LocalModeScenariosIT extends ModeScenarios {

    @Override
    String name() {
        return "modes";
    }
}
