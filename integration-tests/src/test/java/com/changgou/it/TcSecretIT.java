package com.changgou.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.changgou.launcher.system.Installation;
import com.changgou.launcher.system.LauncherException;
import com.changgou.launcher.system.LocalSystem;
import com.changgou.launcher.system.Ports;
import com.changgou.launcher.system.Progress;
import com.changgou.launcher.system.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Invariant: a real service registers at a real TC only with a secret of that TC; without, it does not start and says why. */
class TcSecretIT {

    private static final Path ROOT = Path.of(System.getProperty("changgou.root"));
    private static final Path HOME = ROOT.resolve("integration-tests/target/tc-secret");
    private static final Ports PORTS = FreePorts.find();
    private static final String TC = "tc";
    private static final String GOODS = "goods-service";
    private static final String OLD = "the secret that was the first once";

    @BeforeAll
    static void startDatabase() {
        LocalSystem system = system(List.of(), List.of());
        system.reset();
        system.start("goods-db");
    }

    @AfterEach
    void stopTcAndService() {
        LocalSystem system = system(List.of(), List.of());
        for (String part : List.of(GOODS, TC)) {
            if (system.process(part).isPresent()) {
                system.kill(part);
            }
        }
    }

    @AfterAll
    static void stopDatabase() {
        system(List.of(), List.of()).discard();
    }

    @Test
    void clientHasNoSecret() throws IOException {
        assertRefused(List.of(), "").hasMessageContaining("changgou.seata.registration.secret is not set");
        assertThat(tcLog())
                .contains("The TM of application goods-service (group changgou) is refused: it is not signed")
                .containsPattern(
                        "TM checkAuth for client:127\\.0\\.0\\.1:\\d+,vgroup:changgou,applicationId:goods-service is FAIL");
    }

    @Test
    void clientHasAnotherSecret() throws IOException {
        String another = "the secret of another installation";
        assertRefused(List.of(), another)
                .hasMessageContaining("changgou.seata.registration.secret is not the TC's secret")
                .hasMessageNotContaining(another);
        assertThat(tcLog()).contains("no secret of this TC made its signature").doesNotContain(another);
    }

    @Test
    void clientHasTheOldSecretWhileTheTcTakesItAndAfterwards() {
        List<String> rotation = List.of("changgou.tc.client-second-secret=" + OLD);
        LocalSystem duringRotation = system(rotation, client(OLD));
        duringRotation.start(TC);
        duringRotation.start(GOODS);
        duringRotation.kill(GOODS);
        duringRotation.kill(TC);

        assertRefused(List.of(), OLD).hasMessageContaining("is not the TC's secret");
    }

    @Test
    void tcHasNoSecretThatIsOne() {
        LocalSystem system = system(List.of("changgou.tc.client-secret=short"), List.of());
        assertThatThrownBy(() -> system.start(TC))
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining("APPLICATION FAILED TO START")
                .hasMessageContaining("(changgou.tc.client-secret) has 5 characters and needs 32")
                .hasMessageContaining("Set TC_CLIENT_SECRET");
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(List<String> tc, String clientSecret) {
        LocalSystem system = system(tc, client(clientSecret));
        system.start(TC);
        return assertThatThrownBy(() -> system.start(GOODS))
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining("APPLICATION FAILED TO START")
                .hasMessageContaining("127.0.0.1:" + PORTS.tc() + " refuses to register the RM of goods-service")
                .hasMessageContaining("The TC's log has the reason");
    }

    private static List<String> client(String secret) {
        return List.of("changgou.seata.registration.secret=" + secret);
    }

    private static LocalSystem system(List<String> tc, List<String> goods) {
        return new LocalSystem(
                new Installation(ROOT, HOME, PORTS, Map.of(TC, tc, GOODS, goods), Map.of(), Topology.STANDARD),
                Progress.SILENT);
    }

    private static String tcLog() throws IOException {
        return Files.readString(HOME.resolve("logs/tc.log"));
    }
}
