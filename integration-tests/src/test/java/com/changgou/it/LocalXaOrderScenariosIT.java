package com.changgou.it;

import com.changgou.launcher.proof.Mode;

class LocalXaOrderScenariosIT extends LocalOrderScenariosIT {

    @Override
    Mode mode() {
        return Mode.XA;
    }
}
