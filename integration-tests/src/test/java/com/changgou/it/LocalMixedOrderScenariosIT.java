package com.changgou.it;

import com.changgou.proof.Mode;

class LocalMixedOrderScenariosIT extends LocalOrderScenariosIT {

    @Override
    Mode mode() {
        return Mode.MIXED;
    }
}
