package com.changgou.it;

import static com.changgou.it.Manifests.NAME;
import static com.changgou.it.Manifests.ROOT;
import static com.changgou.it.Manifests.document;
import static com.changgou.it.Manifests.list;
import static com.changgou.it.Manifests.number;
import static com.changgou.it.Manifests.ofKind;
import static com.changgou.it.Manifests.services;
import static com.changgou.it.Manifests.settings;
import static com.changgou.it.Manifests.strings;
import static com.changgou.it.Manifests.tc;
import static com.changgou.it.Manifests.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.it.Manifests.Workload;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Invariant: with the manifests of {@code deploy/kubernetes} one of two pods stays, probes and shutdown times are those of
 * the process, the two TCs are distinct, databases are reached over TLS, and nobody has a right or a way in without need.
 */
class KubernetesOperationIT {

    /** Six timers for 5 s each, and 1 s after it is off Nacos' list. */
    private static final int TC_SHUTDOWN_SECONDS = 31;

    @ParameterizedTest
    @MethodSource("com.changgou.it.Manifests#workloads")
    void probesAskTheContainersPort(Workload workload) {
        assertThat(list(workload.container().get("ports")))
                .extracting(declared -> declared.get("containerPort").asInt())
                .containsExactly(workload.listensOn());
        if (workload.isTc()) {
            healthIsReadFromTheBody(workload);
        } else {
            probeAsks(workload, "startupProbe", "/actuator/health/readiness");
            probeAsks(workload, "readinessProbe", "/actuator/health/readiness");
            probeAsks(workload, "livenessProbe", "/actuator/health/liveness");
        }
    }

    private static void healthIsReadFromTheBody(Workload tc) {
        String command = "curl -fsS http://127.0.0.1:" + tc.listensOn() + "/health | grep -qx '\"ok\"'";
        for (String probe : List.of("startupProbe", "readinessProbe")) {
            assertThat(strings(tc.container().at("/" + probe + "/exec/command")))
                    .as(probe)
                    .containsExactly("sh", "-c", command);
        }
        JsonNode port = tc.container().at("/livenessProbe/tcpSocket/port");
        assertThat(tc.portNumber(port)).isEqualTo(tc.listensOn());
    }

    private static void probeAsks(Workload service, String probe, String path) {
        JsonNode request = service.container().at("/" + probe + "/httpGet");
        assertThat(service.portNumber(request.path("port"))).as(probe).isEqualTo(service.listensOn());
        assertThat(request.path("path").asString()).as(probe).isEqualTo(path);
    }

    @ParameterizedTest
    @MethodSource("com.changgou.it.Manifests#workloads")
    void podIsGivenTheTimeThatItsShutdownTakes(Workload workload) {
        int sleep = workload.container().at("/lifecycle/preStop/sleep/seconds").asInt(0);
        int shutdown = TC_SHUTDOWN_SECONDS;
        if (!workload.isTc()) {
            assertThat(sleep).as("the Service still sends requests").isPositive();
            shutdown = shutdownSeconds(workload);
            assertThat(shutdown).isGreaterThan(10);
        }

        assertThat(workload.pod().get("terminationGracePeriodSeconds").asInt()).isGreaterThan(sleep + shutdown);
    }

    private static int shutdownSeconds(Workload service) {
        String configuration =
                service.configuration().stream().map(Manifests::text).collect(Collectors.joining("\n"));
        return number(configuration, "timeout-per-shutdown-phase: (\\d+)s")
                + number(configuration, "graceful-shutdown-wait-time: (\\d+)000 ");
    }

    @ParameterizedTest
    @MethodSource("com.changgou.it.Manifests#workloads")
    void oneOfTwoStaysWhileNodesAreDrainedOrAVersionIsRolledOut(Workload workload) {
        JsonNode spec = workload.document().get("spec");
        assertThat(spec.get("replicas").asInt()).isEqualTo(2);
        JsonNode budget = document("PodDisruptionBudget", workload.name()).get("spec");
        assertThat(budget.get("minAvailable").asInt()).isEqualTo(1);
        assertThat(budget.at("/selector/matchLabels")).isEqualTo(workload.podLabels());
        if (workload.isTc()) {
            assertThat(spec.at("/updateStrategy/type").asString()).isEqualTo("RollingUpdate");
        } else {
            assertThat(spec.at("/strategy/type").asString()).isEqualTo("RollingUpdate");
            assertThat(spec.at("/strategy/rollingUpdate/maxUnavailable").asString())
                    .isEqualTo("0");
        }
    }

    @Test
    void tcsAreDistinct() {
        assertThat(tc().document().get("kind").asString()).as("has ordinals").isEqualTo("StatefulSet");
        Map<String, String> paths =
                Map.of("SEATA_IP", "status.podIP", "SERVER_NODE", "metadata.labels['apps.kubernetes.io/pod-index']");
        paths.forEach((name, path) -> assertThat(list(tc().container().get("env"))
                        .filter(variable -> variable.get("name").asString().equals(name)))
                .extracting(
                        variable -> variable.at("/valueFrom/fieldRef/fieldPath").asString())
                .containsExactly(path));
    }

    @Test
    void databasesAreReachedOverTls() {
        settings().forEach((key, value) -> {
            if (key.toString().endsWith("_DB_URL")) {
                assertThat(value.toString()).startsWith("jdbc:mysql://").contains("?sslMode=REQUIRED");
            }
        });
    }

    @ParameterizedTest
    @MethodSource("com.changgou.it.Manifests#workloads")
    void podHasNoRightThatItDoesNotNeed(Workload workload) {
        JsonNode pod = workload.pod();
        assertThat(pod.get("automountServiceAccountToken").asBoolean()).isFalse();
        assertThat(pod.get("enableServiceLinks").asBoolean())
                .as("a Service may not set TC_PORT")
                .isFalse();
        runsAsTheUserOfTheImage(pod.get("securityContext"));
        workload.containers().forEach(container -> {
            hasNoRight(container.get("securityContext"));
            isLimited(container.get("resources"));
        });
    }

    private static void runsAsTheUserOfTheImage(JsonNode rights) {
        assertThat(rights.get("runAsNonRoot").asBoolean()).isTrue();
        assertThat(text(ROOT.resolve("Dockerfile")))
                .contains("USER " + rights.get("runAsUser").asInt() + ":"
                        + rights.get("runAsGroup").asInt() + "\n");
        assertThat(rights.at("/seccompProfile/type").asString()).isEqualTo("RuntimeDefault");
    }

    private static void hasNoRight(JsonNode rights) {
        assertThat(rights.propertyNames())
                .containsOnly("readOnlyRootFilesystem", "allowPrivilegeEscalation", "capabilities");
        assertThat(rights.get("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(rights.get("allowPrivilegeEscalation").asBoolean()).isFalse();
        assertThat(rights.get("capabilities").propertyNames()).containsExactly("drop");
        assertThat(strings(rights.at("/capabilities/drop"))).containsExactly("ALL");
    }

    private static void isLimited(JsonNode resources) {
        for (String limited : List.of("requests", "limits")) {
            assertThat(resources.path(limited).propertyNames()).as(limited).containsOnly("cpu", "memory");
        }
    }

    @Test
    void tcHasNoServiceAndOnlyTheServicesReachIt() {
        assertThat(documentNames("Service")).containsExactlyInAnyOrderElementsOf(serviceNames());
        assertThat(documentNames("NetworkPolicy")).containsExactly("tc");
        JsonNode policy = document("NetworkPolicy", "tc").get("spec");
        assertThat(policy.at("/podSelector/matchLabels")).isEqualTo(tc().podLabels());
        assertThat(strings(policy.get("policyTypes"))).containsExactly("Ingress");
        assertThat(policy.get("ingress")).hasSize(1);
        leadsOnlyToThePort(policy.at("/ingress/0/ports"));
        leadsOnlyFromTheServices(policy.at("/ingress/0/from"));
    }

    private static void leadsOnlyToThePort(JsonNode ports) {
        assertThat(ports)
                .hasSize(1)
                .allSatisfy(
                        port -> assertThat(tc().portNumber(port.get("port"))).isEqualTo(tc().listensOn()));
    }

    private static void leadsOnlyFromTheServices(JsonNode from) {
        assertThat(from).hasSize(1);
        assertThat(from.get(0).propertyNames()).containsExactly("podSelector");
        JsonNode names = from.at("/0/podSelector/matchExpressions");
        assertThat(names).hasSize(1);
        assertThat(names.at("/0/key").asString()).isEqualTo(NAME);
        assertThat(names.at("/0/operator").asString()).isEqualTo("In");
        assertThat(strings(names.at("/0/values"))).containsExactlyInAnyOrder("order-service", "goods-service");
    }

    private static List<String> documentNames(String kind) {
        return ofKind(kind)
                .map(document -> document.at("/metadata/name").asString())
                .toList();
    }

    private static List<String> serviceNames() {
        return services().map(Workload::name).toList();
    }
}
