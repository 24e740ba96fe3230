package com.changgou.seata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.net.URL;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.seata.common.ConfigurationKeys;
import org.apache.seata.common.DefaultValues;
import org.apache.seata.spring.boot.autoconfigure.SeataHttpAutoConfiguration;
import org.apache.seata.spring.boot.autoconfigure.properties.SeataProperties;
import org.apache.seata.spring.boot.autoconfigure.properties.SeataTccProperties;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Invariant: what common-seata sets of Seata's and Boot's settings is there to be set, and is not so anyway. Red after an upgrade otherwise. */
class SeataDefaultsTests {

    private static final ConditionalOnProperty INTERCEPTOR =
            SeataHttpAutoConfiguration.class.getAnnotation(ConditionalOnProperty.class);

    /** By Seata's own classes: these do not compile any more when one is gone. */
    private static final Map<String, Object> WITHOUT_COMMON_SEATA = withoutCommonSeata();

    private static Map<String, Object> withoutCommonSeata() {
        Map<String, Object> defaults = new HashMap<>();
        defaults.put("seata.enable-auto-data-source-proxy", new SeataProperties().isEnableAutoDataSourceProxy());
        defaults.put("seata.client.http.interceptor-enabled", INTERCEPTOR.matchIfMissing());
        defaults.put(
                "seata." + ConfigurationKeys.ENABLE_TM_CLIENT_CHANNEL_CHECK_FAIL_FAST,
                DefaultValues.DEFAULT_CLIENT_CHANNEL_CHECK_FAIL_FAST);
        defaults.put(
                "seata." + ConfigurationKeys.ENABLE_RM_CLIENT_CHANNEL_CHECK_FAIL_FAST,
                DefaultValues.DEFAULT_CLIENT_CHANNEL_CHECK_FAIL_FAST);
        defaults.put("seata.tcc.contextJsonParserType", new SeataTccProperties().getContextJsonParserType());
        defaults.put("logging.pattern.correlation", null);
        return defaults;
    }

    @Test
    void everySettingIsKnownToSeataOrBoot() throws Exception {
        assertThat(names(SeataDefaultsEnvironmentPostProcessor.DEFAULTS.keySet().stream()))
                .isSubsetOf(known());
    }

    @Test
    void everySettingIsAnotherOneThanItWouldBe() {
        assertThat(SeataDefaultsEnvironmentPostProcessor.DEFAULTS.keySet())
                .as("each with what it would be")
                .isEqualTo(WITHOUT_COMMON_SEATA.keySet());
        SeataDefaultsEnvironmentPostProcessor.DEFAULTS.forEach(
                (name, value) -> assertThat(String.valueOf(WITHOUT_COMMON_SEATA.get(name)))
                        .as(name)
                        .isNotEqualTo(value));
    }

    private static Set<ConfigurationPropertyName> known() throws Exception {
        Set<String> known = new HashSet<>(documented());
        for (String name : INTERCEPTOR.name()) {
            known.add(INTERCEPTOR.prefix() + "." + name);
        }
        for (Field constant : ConfigurationKeys.class.getFields()) {
            if (constant.getType() == String.class) {
                known.add("seata." + constant.get(null));
            }
        }
        return names(known.stream());
    }

    /** What the libraries on the class path say in their metadata. */
    private static Set<String> documented() throws IOException {
        Set<String> names = new HashSet<>();
        for (URL file : Collections.list(SeataDefaultsTests.class
                .getClassLoader()
                .getResources("META-INF/spring-configuration-metadata.json"))) {
            try (InputStream metadata = file.openStream()) {
                JsonNode properties = JsonMapper.shared().readTree(metadata).path("properties");
                properties.forEach(property -> names.add(property.path("name").asString()));
            }
        }
        return names;
    }

    /** However they are written. */
    private static Set<ConfigurationPropertyName> names(Stream<String> written) {
        return written.map(name -> ConfigurationPropertyName.adapt(name, '.')).collect(Collectors.toSet());
    }
}
