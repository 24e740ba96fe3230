package com.changgou.recording;

import com.alibaba.druid.pool.DruidDataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Has the driver record what each pool's connections send. Pools that are cloned from one, as those for XA's phase two, do too. */
final class RecordedPools implements BeanPostProcessor {

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof DruidDataSource pool) {
            pool.addConnectionProperty("queryInterceptors", StatementRecorder.class.getName());
            pool.addConnectionProperty("exceptionInterceptors", StatementRecorder.Failures.class.getName());
        }
        return bean;
    }
}
