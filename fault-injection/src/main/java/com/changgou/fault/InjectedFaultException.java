package com.changgou.fault;

/** Thrown on purpose at a fault point. */
final class InjectedFaultException extends RuntimeException {

    InjectedFaultException(FaultPoint point) {
        super("Injected fault at " + point.id());
    }
}
