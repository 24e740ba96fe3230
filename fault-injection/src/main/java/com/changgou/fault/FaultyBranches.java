package com.changgou.fault;

import com.changgou.seata.branch.BranchListener;
import com.changgou.seata.branch.BranchListeners;
import java.time.Duration;

/** Reaches the moments at which the TC knows a branch, and at which it asks for the branch's phase two. */
final class FaultyBranches implements BranchListener, AutoCloseable {

    private final Faults faults;
    private final FaultPoint registered;
    private final FaultPoint phaseTwo;
    private final BranchListeners.Registration registration;

    FaultyBranches(Faults faults, FaultPoint registered, FaultPoint phaseTwo) {
        this.faults = faults;
        this.registered = registered;
        this.phaseTwo = phaseTwo;
        this.registration = BranchListeners.add(this);
    }

    @Override
    public void registered(Branch branch, Duration took) {
        faults.pass(registered, branch.xid());
    }

    @Override
    public void ending(Branch branch) {
        faults.pass(phaseTwo, branch.xid());
    }

    @Override
    public void close() {
        registration.close();
    }
}
