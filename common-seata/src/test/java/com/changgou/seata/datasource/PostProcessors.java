package com.changgou.seata.datasource;

import com.changgou.seata.CommonSeataProperties.DataSourceProxySettings;
import java.util.Set;

/** Post-processors as they are without any settings. */
final class PostProcessors {

    private PostProcessors() {}

    static DataSourceProxyPostProcessor proxying() {
        return new DataSourceProxyPostProcessor(new DataSourceProxySettings(true, false, Set.of()));
    }
}
