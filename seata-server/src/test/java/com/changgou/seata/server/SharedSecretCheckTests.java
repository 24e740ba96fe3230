package com.changgou.seata.server;

import static com.changgou.seata.server.Registrations.rm;
import static com.changgou.seata.server.Registrations.signed;
import static com.changgou.seata.server.Registrations.tm;
import static com.changgou.seata.server.SeataEnvironment.SECOND_SECRET;
import static com.changgou.seata.server.SeataEnvironment.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.seata.core.protocol.RegisterRMRequest;
import io.seata.core.protocol.RegisterTMRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

/** Invariant: who does not know a secret of this TC registers nothing, and a registration is good once, for a minute. */
@ExtendWith(OutputCaptureExtension.class)
class SharedSecretCheckTests {

    private static final String WRONG = "the secret of another installation";

    private final AdjustableClock clock = new AdjustableClock();
    private final SharedSecretCheck check = check(SECRET, SECOND_SECRET);

    @Test
    void takesAClientThatKnowsTheSecret() {
        assertThat(registers(signed(SECRET, now(), tm()))).isTrue();
        assertThat(registers(signed(SECRET, now(), rm()))).isTrue();
    }

    /** The same numbers stand in the tests of the client's side. */
    @Test
    void takesWhatTheClientsSideWrites() {
        clock.now = Instant.ofEpochMilli(1_700_000_000_000L);
        SharedSecretCheck itself = check(SECRET, "");
        RegisterTMRequest request = tm();
        request.setExtraData(
                "vgroup=changgou\nchanggou.signature=1700000000000.a-nonce.SOQmGnDAATj6hyodCkQo78iDF8yqRuIzeB0vlbrbzbU\nip=10.0.0.1\n");
        assertThat(itself.regTransactionManagerCheckAuth(request)).isTrue();
    }

    @Test
    void refusesAClientWithoutASecret(CapturedOutput log) {
        assertThat(registers(tm())).isFalse();
        assertThat(registers(rm())).isFalse();
        assertThat(log)
                .contains("The TM of application order-service (group changgou) is refused: it is not signed")
                .contains("The RM of application order-service (group changgou) is refused: it is not signed");
    }

    @Test
    void refusesAnotherSecretAndTellsTheLogNoneOfThem(CapturedOutput log) {
        assertThat(registers(signed(WRONG, now(), tm()))).isFalse();
        assertThat(registers(signed(WRONG, now(), rm()))).isFalse();
        assertThat(log)
                .contains("no secret of this TC made its signature")
                .doesNotContain(SECRET, SECOND_SECRET, WRONG);
    }

    @Test
    void takesTheOldSecretWhileItIsTheSecondAndNotAfterwards() {
        assertThat(registers(signed(SECOND_SECRET, now(), tm()))).isTrue();
        assertThat(check(SECRET, "").regTransactionManagerCheckAuth(signed(SECOND_SECRET, now(), tm())))
                .isFalse();
    }

    @Test
    void refusesWhatWasRegisteredBefore(CapturedOutput log) {
        RegisterTMRequest tm = signed(SECRET, now(), tm());
        RegisterRMRequest rm = signed(SECRET, now(), rm());
        assertThat(registers(tm)).isTrue();
        assertThat(registers(rm)).isTrue();

        assertThat(registers(tm)).isFalse();
        assertThat(registers(rm)).isFalse();
        assertThat(log).contains("it was used before");
    }

    @Test
    void noMomentLetsAReplayPass() {
        RegisterTMRequest fromAClockThatIsAhead = signed(SECRET, now() + SharedSecretCheck.WINDOW.toMillis(), tm());
        assertThat(registers(fromAClockThatIsAhead)).isTrue();
        for (int second = 0; second < 200; second++) {
            clock.advance(Duration.ofSeconds(1));
            assertThat(registers(signed(SECRET, now(), tm()))).isTrue();
            assertThat(registers(fromAClockThatIsAhead)).isFalse();
        }
    }

    @Test
    void refusesAClockThatIsMoreThanAMinuteOff(CapturedOutput log) {
        clock.advance(Duration.ofHours(1));
        long window = SharedSecretCheck.WINDOW.toMillis();
        assertThat(registers(signed(SECRET, now() - window, tm()))).isTrue();
        assertThat(registers(signed(SECRET, now() - window - 1, tm()))).isFalse();
        assertThat(registers(signed(SECRET, now() + window, tm()))).isTrue();
        assertThat(registers(signed(SECRET, now() + window + 1, tm()))).isFalse();
        assertThat(log).contains("it was signed 60001 ms ago").contains("it was signed -60001 ms ago");
    }

    @Test
    void refusesWhatATcThatRanBeforeMayHaveTaken() {
        RegisterTMRequest taken = signed(SECRET, now(), tm());
        assertThat(registers(taken)).isTrue();
        clock.advance(Duration.ofMillis(1));

        assertThat(check(SECRET, SECOND_SECRET).regTransactionManagerCheckAuth(taken))
                .isFalse();
    }

    @Test
    void aSignatureIsForOneApplicationOneGroupAndOneRole() {
        RegisterTMRequest otherApplication = signed(SECRET, now(), tm());
        otherApplication.setApplicationId("goods-service");
        assertThat(registers(otherApplication)).isFalse();

        RegisterTMRequest otherGroup = signed(SECRET, now(), tm());
        otherGroup.setTransactionServiceGroup("another");
        assertThat(registers(otherGroup)).isFalse();

        RegisterTMRequest shifted = signed(SECRET, now(), tm());
        shifted.setApplicationId("order-servicec");
        shifted.setTransactionServiceGroup("hanggou");
        assertThat(registers(shifted)).isFalse();

        RegisterTMRequest otherRole = tm();
        otherRole.setExtraData(signed(SECRET, now(), rm()).getExtraData());
        assertThat(registers(otherRole)).isFalse();
    }

    @Test
    void refusesASignatureThatIsNotOne() {
        for (String nonsense :
                new String[] {"", "x", "1.2", "1.2.3", "-1.n.s", "99999999999999999999.n.s", "1.n.=", "\n"}) {
            RegisterTMRequest request = tm();
            request.setExtraData("changgou.signature=" + nonsense);
            assertThat(registers(request)).as(nonsense).isFalse();
        }
        RegisterTMRequest nothing = tm();
        nothing.setExtraData(null);
        assertThat(registers(nothing)).isFalse();
    }

    @Test
    void thereIsNoTcWithASecretThatCanBeGuessed() {
        String tooShort = "31 characters are not enough...";
        assertThatThrownBy(() -> check("", "")).isInstanceOf(ClientSecrets.TooShort.class);
        assertThatThrownBy(() -> check(SECRET, tooShort))
                .hasMessageContaining("changgou.tc.client-second-secret")
                .hasMessageNotContaining(tooShort);
        assertThatThrownBy(() -> check(tooShort, "")).satisfies(failure -> {
            FailureAnalysis analysis = new ClientSecrets.FailureAnalyzer().analyze(failure);
            assertThat(analysis.getDescription())
                    .contains("changgou.tc.client-secret")
                    .contains("has 31 characters and needs 32");
            assertThat(analysis.getAction()).contains("TC_CLIENT_SECRET");
        });
    }

    private boolean registers(RegisterTMRequest request) {
        return check.regTransactionManagerCheckAuth(request);
    }

    private boolean registers(RegisterRMRequest request) {
        return check.regResourceManagerCheckAuth(request);
    }

    private SharedSecretCheck check(String secret, String second) {
        return new SharedSecretCheck(
                ClientSecrets.of(new MockEnvironment()
                        .withProperty(ClientSecrets.SECRET, secret)
                        .withProperty(ClientSecrets.SECOND_SECRET, second)),
                clock);
    }

    private long now() {
        return clock.millis();
    }

    private static final class AdjustableClock extends Clock {

        private Instant now = Instant.now();

        void advance(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
