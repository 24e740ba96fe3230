package com.changgou.seata;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the build writes about the settings of common-seata, from their Javadoc: editors show it, and the README. */
record PropertyMetadata(String name, String type, String defaultValue, String description) {

    /** Those below {@code changgou.seata}, by name. */
    static List<PropertyMetadata> all() throws IOException {
        Path file = Path.of(System.getProperty("changgou.root"))
                .resolve("common-seata/target/classes/META-INF/spring-configuration-metadata.json");
        try (InputStream metadata = Files.newInputStream(file)) {
            JsonNode properties = JsonMapper.shared().readTree(metadata).path("properties");
            return StreamSupport.stream(properties.spliterator(), false)
                    .map(PropertyMetadata::of)
                    .filter(property -> property.name.startsWith("changgou.seata."))
                    .sorted(Comparator.comparing(PropertyMetadata::name))
                    .toList();
        }
    }

    private static PropertyMetadata of(JsonNode property) {
        return new PropertyMetadata(
                property.path("name").asString(),
                property.path("type").asString(),
                defaultOf(property.path("defaultValue")),
                property.path("description").asString(""));
    }

    /** Empty where there is none. */
    private static String defaultOf(JsonNode value) {
        if (!value.isArray()) {
            return value.asString("");
        }
        return String.join(
                ", ",
                StreamSupport.stream(value.spliterator(), false)
                        .map(JsonNode::asString)
                        .toList());
    }
}
