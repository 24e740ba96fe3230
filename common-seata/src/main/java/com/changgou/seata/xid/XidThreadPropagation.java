package com.changgou.seata.xid;

import io.micrometer.context.ContextRegistry;
import org.springframework.beans.factory.DisposableBean;

/**
 * Has {@link XidThreadLocalAccessor} known to Micrometer, whose registry is one for the process, as long as this
 * service runs.
 */
final class XidThreadPropagation implements DisposableBean {

    XidThreadPropagation() {
        ContextRegistry.getInstance().registerThreadLocalAccessor(new XidThreadLocalAccessor());
    }

    @Override
    public void destroy() {
        ContextRegistry.getInstance().removeThreadLocalAccessor(XidThreadLocalAccessor.KEY);
    }
}
