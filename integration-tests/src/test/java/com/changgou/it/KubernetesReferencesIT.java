package com.changgou.it;

import static com.changgou.it.Manifests.FOLDER;
import static com.changgou.it.Manifests.KUSTOMIZATION;
import static com.changgou.it.Manifests.NAME;
import static com.changgou.it.Manifests.ROOT;
import static com.changgou.it.Manifests.compose;
import static com.changgou.it.Manifests.document;
import static com.changgou.it.Manifests.documents;
import static com.changgou.it.Manifests.findAll;
import static com.changgou.it.Manifests.list;
import static com.changgou.it.Manifests.names;
import static com.changgou.it.Manifests.settings;
import static com.changgou.it.Manifests.strings;
import static com.changgou.it.Manifests.tc;
import static com.changgou.it.Manifests.text;
import static com.changgou.it.Manifests.workloads;
import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.it.Manifests.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Invariant: everything that the manifests of {@code deploy/kubernetes} refer to exists, no setting, variable or volume is
 * unused, and each process gets what its configuration asks for.
 */
class KubernetesReferencesIT {

    private static final String TC_CONFIG = "seata-server/src/main/resources/application.yml";
    private static final String TC_LOGBACK = "seata-server/src/main/resources/logback-tc.xml";
    private static final String TC_CONFIG_MOUNT = "/seata-server/resources/application.yml";
    private static final String TC_DRIVER_MOUNT = "/seata-server/libs/mysql-connector-j.jar";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)(:?)");

    /** What the official image of the TC reads itself. */
    private static final Set<String> OF_THE_TC_IMAGE =
            Set.of("SEATA_IP", "SERVER_NODE", "LOG_HOME", "JAVA_OPT", "JVM_XMS", "JVM_XMX", "JVM_MaxDirectMemorySize");

    @Test
    void everyFileAndEveryWorkloadIsThere() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(file -> file.endsWith(".yaml") && !file.equals("kustomization.yaml")))
                    .containsExactlyInAnyOrderElementsOf(strings(KUSTOMIZATION.get("resources")));
        }
        assertThat(workloads())
                .extracting(Workload::name)
                .containsOnly("order-service", "goods-service", "user-service", "tc");
        assertThat(documents())
                .extracting(document -> document.get("kind").asString() + " "
                        + document.at("/metadata/name").asString())
                .doesNotHaveDuplicates()
                .contains("Namespace " + KUSTOMIZATION.get("namespace").asString());
    }

    @Test
    void kustomizationNamesWhatIsThere() {
        assertThat(KUSTOMIZATION.propertyNames())
                .containsOnly("apiVersion", "kind", "namespace", "labels", "resources", "configMapGenerator", "images");
        for (JsonNode generator : KUSTOMIZATION.get("configMapGenerator")) {
            assertThat(generator.propertyNames()).isSubsetOf("name", "envs", "files");
            sources(generator).forEach(file -> assertThat(FOLDER.resolve(file)).isRegularFile());
        }
        assertThat(names(KUSTOMIZATION.get("images"), "name"))
                .isEqualTo(names(
                        workloads()
                                .flatMap(workload -> workload.containers().stream())
                                .toList(),
                        "image"));
        assertThat(list(KUSTOMIZATION.get("images")))
                .allSatisfy(image -> assertThat(image.propertyNames())
                        .contains("name", "newTag")
                        .isSubsetOf("name", "newName", "newTag"));
    }

    @Test
    void tcIsTheOneOfTheComposeFileWithTheConfigurationOfThisRepository() {
        assertThat(text(FOLDER.resolve("tc-application.yml")))
                .as("cp %s deploy/kubernetes/tc-application.yml", TC_CONFIG)
                .isEqualTo(text(ROOT.resolve(TC_CONFIG)));
        assertThat(text(FOLDER.resolve("tc-logback.xml")))
                .as("cp %s deploy/kubernetes/tc-logback.xml", TC_LOGBACK)
                .isEqualTo(text(ROOT.resolve(TC_LOGBACK)));
        JsonNode tag =
                with("name", "apache/seata-server", KUSTOMIZATION.get("images")).get("newTag");
        assertThat(compose().at("/tc/image").asString()).contains("apache/seata-server:" + tag.asString() + "}");
    }

    @Test
    void everyKeyThatIsReferredToExistsAndEverySettingIsUsed() {
        assertThat(findAll("envFrom")).isEmpty();
        assertThat(names(findAll("configMapKeyRef"), "name")).containsExactly("settings");
        assertThat(names(findAll("configMapKeyRef"), "key"))
                .isEqualTo(settings().stringPropertyNames());
        assertThat(names(findAll("configMap"), "name")).containsExactly("tc-config");
        assertThat(names(KUSTOMIZATION.get("configMapGenerator"), "name")).containsExactly("settings", "tc-config");
    }

    @Test
    void readmeCreatesTheSecretWithTheKeysThatAreReferredToAndNoOther() {
        Matcher command = Pattern.compile("grep -E '(.+)' \\.env \\|\n.*create secret generic (\\S+) ")
                .matcher(text(FOLDER.resolve("README.md")));
        assertThat(command.find()).isTrue();
        Predicate<String> put = Pattern.compile(command.group(1)).asPredicate();
        Set<String> keys = new TreeSet<>();
        text(ROOT.resolve(".env.example"))
                .lines()
                .filter(put)
                .forEach(line -> keys.add(line.substring(0, line.indexOf('='))));

        assertThat(names(findAll("secretKeyRef"), "name")).containsExactly(command.group(2));
        assertThat(names(findAll("secretKeyRef"), "key")).isEqualTo(keys);
    }

    @ParameterizedTest
    @MethodSource("com.changgou.it.Manifests#workloads")
    void environmentHasWhatTheConfigurationAsksForAndNothingThatNobodyReads(Workload workload) {
        Set<String> required = variables(workload, variable -> variable.group(2).isEmpty());
        Set<String> read = variables(workload, variable -> true);
        if (workload.isTc()) {
            read.addAll(OF_THE_TC_IMAGE);
        }
        JsonNode ofCompose = compose().at("/" + workload.name() + "/environment");

        assertThat(required).isNotEmpty();
        assertThat(names(workload.container().get("env"), "name"))
                .containsAll(required)
                .isSubsetOf(read)
                .containsAll(ofCompose.propertyNames());
    }

    @ParameterizedTest
    @MethodSource("com.changgou.it.Manifests#workloads")
    void selectorsMatchPods(Workload workload) {
        JsonNode spec = workload.document().get("spec");
        assertThat(spec.at("/selector/matchLabels")).isEqualTo(workload.podLabels());
        assertThat(workload.podLabels().path(NAME).asString()).isEqualTo(workload.name());
        for (JsonNode spread : workload.pod().get("topologySpreadConstraints")) {
            assertThat(spread.at("/labelSelector/matchLabels")).isEqualTo(workload.podLabels());
            assertThat(spread.get("whenUnsatisfiable").asString()).isEqualTo("ScheduleAnyway");
        }
    }

    @ParameterizedTest
    @MethodSource("com.changgou.it.Manifests#services")
    void serviceLeadsToThePort(Workload workload) {
        JsonNode service = document("Service", workload.name()).get("spec");
        assertThat(service.get("type").asString()).isEqualTo("ClusterIP");
        assertThat(service.get("selector")).isEqualTo(workload.podLabels());
        assertThat(service.get("ports")).isNotEmpty().allSatisfy(port -> {
            assertThat(workload.portNumber(port.get("targetPort"))).isEqualTo(workload.listensOn());
            assertThat(port.get("port").asInt()).isEqualTo(workload.listensOn());
        });
    }

    @ParameterizedTest
    @MethodSource("com.changgou.it.Manifests#workloads")
    void everyMountHasItsVolumeAndEveryVolumeItsMount(Workload workload) {
        Set<String> mounted = new TreeSet<>();
        workload.containers().forEach(container -> mounted.addAll(names(container.get("volumeMounts"), "name")));
        assertThat(names(workload.pod().get("volumes"), "name")).isEqualTo(mounted);
        assertThat(names(workload.container().get("volumeMounts"), "mountPath")).contains("/tmp");
    }

    @Test
    void tcGetsItsConfigurationAndTheDriverOfTheOrderService() throws IOException {
        driverIsCopied();
        orderServiceHasOneDriver();
        assertThat(mount(tc().pod().at("/initContainers/0"), "/jdbc").get("name"))
                .isEqualTo(mount(tc().container(), TC_DRIVER_MOUNT).get("name"));
        isMountedWhereComposeMountsIt(TC_DRIVER_MOUNT);
        isMountedWhereComposeMountsIt(TC_CONFIG_MOUNT);
        JsonNode config = with("name", "tc-config", KUSTOMIZATION.get("configMapGenerator"));
        assertThat(strings(config.get("files")))
                .containsExactly("application.yml=tc-application.yml", "logback-tc.xml=tc-logback.xml");
        assertThat(names(tc().container().get("volumeMounts"), "mountPath")).contains("/seata-server/logs");
    }

    private static void driverIsCopied() {
        JsonNode copy = tc().pod().at("/initContainers/0");
        assertThat(copy.get("image").asString()).isEqualTo("changgou/order-service");
        assertThat(copy.at("/command/2").asString())
                .isEqualTo("cp /app/BOOT-INF/lib/mysql-connector-j-*.jar /jdbc/mysql-connector-j.jar");
    }

    private static void orderServiceHasOneDriver() throws IOException {
        assertThat(text(ROOT.resolve("Dockerfile"))).contains("\nWORKDIR /app\n");
        Path order = ROOT.resolve("order-service/target/order-service.jar");
        try (ZipFile jar = new ZipFile(order.toFile())) {
            assertThat(jar.stream().map(ZipEntry::getName))
                    .filteredOn(entry -> entry.matches("BOOT-INF/lib/mysql-connector-j-.*\\.jar"))
                    .hasSize(1);
        }
    }

    private static void isMountedWhereComposeMountsIt(String file) {
        JsonNode mount = mount(tc().container(), file);
        assertThat(file).endsWith("/" + mount.get("subPath").asString());
        assertThat(names(compose().at("/tc/volumes"), "target")).contains(file);
    }

    private static JsonNode mount(JsonNode container, String path) {
        return with("mountPath", path, container.get("volumeMounts"));
    }

    /** The only one of the nodes that has this value. */
    private static JsonNode with(String field, String value, JsonNode nodes) {
        List<JsonNode> found = list(nodes)
                .filter(node -> node.get(field).asString().equals(value))
                .toList();
        assertThat(found).as("%s %s", field, value).hasSize(1);
        return found.get(0);
    }

    private static Stream<String> sources(JsonNode generator) {
        return Stream.concat(list(generator.path("envs")), list(generator.path("files")))
                .map(JsonNode::asString)
                .map(source -> source.substring(source.indexOf('=') + 1));
    }

    /** The variables in the configuration of a workload; those without a default have an empty second group. */
    private static Set<String> variables(Workload workload, Predicate<MatchResult> wanted) {
        Set<String> names = new TreeSet<>();
        workload.configuration()
                .forEach(file -> VARIABLE.matcher(text(file))
                        .results()
                        .filter(wanted)
                        .forEach(variable -> names.add(variable.group(1))));
        return names;
    }
}
