package com.changgou.it;

import static com.changgou.it.Manifests.FOLDER;
import static com.changgou.it.Manifests.list;
import static com.changgou.it.Manifests.text;
import static com.changgou.it.Manifests.yaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.changgou.it.Manifests.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * Invariant: the manifests of {@code deploy/kubernetes} say only what the Kubernetes API knows and takes. That they pass
 * proves something, because broken ones are refused.
 */
class KubernetesModelIT {

    @ParameterizedTest
    @MethodSource("com.changgou.it.Manifests#documents")
    void everyFieldIsOneThatTheApiKnows(JsonNode document) {
        assertThatCode(() -> KubernetesModel.validate(document)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    readinessProbe:         | readinesProbe:          | readinesProbe
                    terminationGracePeriod  | gracePeriod             | gracePeriodSeconds
                    apps/v1                 | apps/v1beta1            | a kind that is known
                    replicas: 2             | replicas: two           | replicas is not an integer
                    replicas: 2             | replicas: "2"           | replicas is not an integer
                    maxSurge: 1             | maxSurge: 1.5           | maxSurge is not
                    image: changgou         | image: 8081 #           | image is not a string
                    runAsNonRoot: true      | runAsNonRoot: "yes"     | runAsNonRoot is not true or false
                    640Mi                   | 640 MB                  | memory is not a quantity
                    drop: [ALL]             | drop: ALL               | drop
                    app.kubernetes.io/name: order-service | app.kubernetes.io/name: 1 | name is not a string
                    containerPort: 8081     | protocol: TCP           | containerPort
                    selector:               | strategy2:              | strategy2
                    """)
    void modelRefusesWhatTheApiWouldRefuse(String right, String wrong, String named) {
        assertThat(deployment()).contains(right);
        JsonNode broken = yaml(deployment().replace(right, wrong)).get(0);

        assertThatThrownBy(() -> KubernetesModel.validate(broken))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }

    @Test
    void modelRefusesADocumentWithoutARequiredField() {
        JsonNode broken =
                yaml(deployment().replaceFirst("  selector:\n.*\n.*\n", "")).get(0);

        assertThatThrownBy(() -> KubernetesModel.validate(broken)).hasMessageContaining("required field `selector`");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: 1\na: 2\n", "a: &x\n  b: 1\n  b: 2\n"})
    void aKeyThatIsThereTwiceIsAnError(String yaml) {
        assertThatThrownBy(() -> yaml(yaml)).hasMessageContaining("duplicate key");
    }

    @ParameterizedTest
    @MethodSource("com.changgou.it.Manifests#workloads")
    void variablesHaveOneValueEach(Workload workload) {
        assertThat(list(workload.container().get("env")))
                .allSatisfy(variable -> assertThat(variable.has("value")).isNotEqualTo(variable.has("valueFrom")))
                .extracting(variable -> variable.get("name").asString())
                .doesNotHaveDuplicates();
    }

    /** One that passes, to be broken. */
    private static String deployment() {
        return text(FOLDER.resolve("order-service.yaml")).split("---\n")[0];
    }
}
