package com.changgou.seata;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** Switches off what Seata would do a second time, or too early. Lowest precedence: any setting of the service wins. */
final class SeataDefaultsEnvironmentPostProcessor implements EnvironmentPostProcessor {

    static final Map<String, Object> DEFAULTS = Map.of(
            // The proxies are made by DataSourceProxyPostProcessor, where they can be seen and checked.
            "seata.enable-auto-data-source-proxy", "false",
            // The XID is bound by XidServletFilter; Seata's interceptor puts a foreign XID back after the request.
            "seata.client.http.interceptor-enabled", "false",
            // StartupCheck waits for the TC, and says what is wrong; Seata gives up at the first refused connection.
            "seata.transport.enableTmClientChannelCheckFailFast", "false",
            "seata.transport.enableRmClientChannelCheckFailFast", "false",
            // By default a TCC branch's action context is written by fastjson, which is on no class path here.
            "seata.tcc.contextJsonParserType", "jackson",
            // Every log line of a global transaction shows its XID; RootContext keeps it in the MDC.
            "logging.pattern.correlation", "[%X{X-TX-XID:-}] ");

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        environment.getPropertySources().addLast(new MapPropertySource("commonSeataDefaults", DEFAULTS));
    }
}
