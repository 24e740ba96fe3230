package com.changgou.it;

import com.changgou.proof.Mode;

class LocalXaOrderScenariosIT extends LocalOrderScenariosIT {

    @Override
    Mode mode() {
        return Mode.XA;
    }
}
