package com.changgou.it;

import com.changgou.proof.Mode;

class LocalTccOrderScenariosIT extends LocalOrderScenariosIT {

    @Override
    Mode mode() {
        return Mode.TCC;
    }
}
