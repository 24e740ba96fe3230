package com.changgou.seata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** Invariant: whoever types {@code changgou.seata} into an editor is told what each setting does, and what it is without him. */
class PropertyMetadataTests {

    @Test
    void everySettingIsDescribed() throws IOException {
        assertThat(PropertyMetadata.all())
                .isNotEmpty()
                .allSatisfy(property ->
                        assertThat(property.description()).as(property.name()).hasSizeGreaterThan(15));
    }

    /** Of the records' own annotations: a setting that the metadata lacks is missing here, too. */
    @Test
    void everyDefaultIsToldAsItIs() throws Exception {
        Map<String, String> told = new HashMap<>();
        PropertyMetadata.all().forEach(property -> told.put(property.name(), property.defaultValue()));

        assertThat(told).containsAllEntriesOf(declared());
    }

    private static Map<String, String> declared() throws Exception {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        Map<String, String> declared = new HashMap<>();
        for (var candidate : scanner.findCandidateComponents("com.changgou.seata")) {
            Class<?> type = Class.forName(candidate.getBeanClassName());
            assertThat(type).as("settings are records").isRecord();
            collect(
                    AnnotatedElementUtils.findMergedAnnotation(type, ConfigurationProperties.class)
                            .prefix(),
                    type,
                    declared);
        }
        return declared;
    }

    private static void collect(String prefix, Class<?> type, Map<String, String> declared)
            throws NoSuchMethodException {
        Class<?>[] components = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        for (Parameter parameter : type.getDeclaredConstructor(components).getParameters()) {
            String name = prefix + "." + dashed(parameter.getName());
            if (parameter.getType().isRecord()) {
                collect(name, parameter.getType(), declared);
            } else {
                declared.put(name, defaultOf(parameter));
            }
        }
    }

    private static String defaultOf(Parameter parameter) {
        DefaultValue value = parameter.getAnnotation(DefaultValue.class);
        if (value == null && parameter.getType().isPrimitive()) {
            return parameter.getType() == boolean.class ? "false" : "0";
        }
        return value == null ? "" : String.join(", ", value.value());
    }

    private static String dashed(String name) {
        String dashed = name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        return ConfigurationPropertyName.of(dashed).toString();
    }
}
