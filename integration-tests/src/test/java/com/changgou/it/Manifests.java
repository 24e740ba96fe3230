package com.changgou.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code deploy/kubernetes} says, as its files stand. No cluster is asked: what these tests do not show stands in the
 * folder's README.
 */
final class Manifests {

    static final Path ROOT = Path.of(System.getProperty("changgou.root"));
    static final Path FOLDER = ROOT.resolve("deploy/kubernetes");

    /** The label that every selector looks at. */
    static final String NAME = "app.kubernetes.io/name";

    static final JsonNode KUSTOMIZATION =
            yaml(FOLDER.resolve("kustomization.yaml")).get(0);
    private static final List<JsonNode> DOCUMENTS = strings(KUSTOMIZATION.get("resources")).stream()
            .flatMap(file -> yaml(FOLDER.resolve(file)).stream())
            .toList();

    /** A Deployment or StatefulSet, and what is looked at in it. */
    record Workload(JsonNode document) {

        String name() {
            return document.at("/metadata/name").asString();
        }

        boolean isTc() {
            return name().equals("tc");
        }

        JsonNode podLabels() {
            return document.at("/spec/template/metadata/labels");
        }

        JsonNode pod() {
            return document.at("/spec/template/spec");
        }

        JsonNode container() {
            assertThat(pod().get("containers")).hasSize(1);
            return pod().get("containers").get(0);
        }

        List<JsonNode> containers() {
            return Stream.concat(list(pod().path("initContainers")), list(pod().get("containers")))
                    .toList();
        }

        /** What its process is configured with. */
        List<Path> configuration() {
            Path resources = ROOT.resolve(isTc() ? "seata-server" : name()).resolve("src/main/resources");
            return Stream.of("application.yml", "application-docker.yml", "application-nacos.yml")
                    .map(resources::resolve)
                    .filter(Files::exists)
                    .toList();
        }

        /** The port of its process, by its configuration. */
        int listensOn() {
            return number(
                    text(configuration().get(0)),
                    isTc() ? "service-port: \\$\\{TC_PORT:(\\d+)}" : "port: \\$\\{[A-Z]+_PORT:(\\d+)}");
        }

        /** A port by its name or number, which the container declares. */
        int portNumber(JsonNode reference) {
            return list(container().get("ports"))
                    .filter(port -> reference.equals(port.get("name")) || reference.equals(port.get("containerPort")))
                    .findAny()
                    .orElseThrow(() -> new AssertionError(this + " has no port " + reference))
                    .get("containerPort")
                    .asInt();
        }

        @Override
        public String toString() {
            return name();
        }
    }

    private Manifests() {}

    static Stream<JsonNode> documents() {
        return DOCUMENTS.stream();
    }

    static Stream<Workload> workloads() {
        return documents()
                .filter(document -> document.at("/spec").has("template"))
                .map(Workload::new);
    }

    static Stream<Workload> services() {
        return workloads().filter(workload -> !workload.isTc());
    }

    static Workload tc() {
        return workloads().filter(Workload::isTc).findAny().orElseThrow();
    }

    static JsonNode document(String kind, String name) {
        return ofKind(kind)
                .filter(document -> document.at("/metadata/name").asString().equals(name))
                .findAny()
                .orElseThrow(() -> new AssertionError("There is no " + kind + " " + name));
    }

    static Stream<JsonNode> ofKind(String kind) {
        return documents().filter(document -> document.get("kind").asString().equals(kind));
    }

    /** Every value of a field with this name, however deep. */
    static List<JsonNode> findAll(String field) {
        return documents()
                .flatMap(document -> document.findValues(field).stream())
                .toList();
    }

    static Properties settings() {
        Properties settings = new Properties();
        text(FOLDER.resolve("settings.env"))
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> settings.setProperty(line.split("=", 2)[0], line.split("=", 2)[1]));
        return settings;
    }

    /** The services of the compose file. */
    static JsonNode compose() {
        return yaml(ROOT.resolve("docker-compose.yml")).get(0).get("services");
    }

    static Set<String> names(Iterable<JsonNode> nodes, String field) {
        Set<String> names = new TreeSet<>();
        nodes.forEach(node -> names.add(node.get(field).asString()));
        return names;
    }

    static Stream<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    static List<String> strings(JsonNode array) {
        return list(array).map(JsonNode::asString).toList();
    }

    /** The group of the first match. */
    static int number(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .findFirst()
                .map(found -> Integer.parseInt(found.replaceAll(pattern, "$1")))
                .orElseThrow(() -> new AssertionError("nothing like " + pattern));
    }

    private static List<JsonNode> yaml(Path file) {
        return yaml(text(file));
    }

    /** A key that is there twice is an error. */
    static List<JsonNode> yaml(String text) {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        List<JsonNode> documents = new ArrayList<>();
        new Yaml(new SafeConstructor(strict))
                .loadAll(text)
                .forEach(document -> documents.add(JsonMapper.shared().valueToTree(document)));
        return documents;
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
