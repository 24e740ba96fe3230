package com.changgou.seata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ClassPathResource;

/** The rules that Spring Boot keeps for its own auto-configurations. */
class AutoConfigurationImportsTests {

    @Test
    void entriesAreSortedAnnotatedAndFinal() throws Exception {
        List<String> entries = entries();
        assertThat(entries).isSorted().isNotEmpty();
        for (String entry : entries) {
            Class<?> type = Class.forName(entry);
            assertThat(type).hasAnnotation(AutoConfiguration.class).isFinal().isPublic();
            assertThat(beanMethods(type)).as(entry).noneMatch(method -> Modifier.isPublic(method.getModifiers()));
        }
    }

    private static List<Method> beanMethods(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Bean.class))
                .toList();
    }

    private static List<String> entries() throws IOException {
        return new ClassPathResource("META-INF/spring/" + AutoConfiguration.class.getName() + ".imports")
                .getContentAsString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("com.changgou."))
                .toList();
    }
}
