package com.changgou.seata.registration;

import static org.apache.seata.common.Constants.OBJECT_KEY_SPRING_CONFIGURABLE_ENVIRONMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;

import com.changgou.seata.SeataTestEnvironment;
import java.util.List;
import org.apache.seata.common.holder.ObjectHolder;
import org.apache.seata.common.loader.EnhancedServiceLoader;
import org.apache.seata.core.protocol.AbstractIdentifyRequest;
import org.apache.seata.core.protocol.RegisterRMRequest;
import org.apache.seata.core.protocol.RegisterRMResponse;
import org.apache.seata.core.protocol.RegisterTMRequest;
import org.apache.seata.core.protocol.RegisterTMResponse;
import org.apache.seata.core.protocol.RpcMessage;
import org.apache.seata.core.protocol.transaction.GlobalBeginRequest;
import org.apache.seata.core.rpc.hook.RpcHook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;

/** Invariant: with a secret every registration is signed anew; nothing else that this process sends is changed. */
@ExtendWith(OutputCaptureExtension.class)
class SignedRegistrationTests {

    private static final String SECRET = "a secret of thirty-two characters";
    private static final String TC = "127.0.0.1:8091";

    private final SignedRegistration hook = new SignedRegistration();

    @BeforeEach
    void secretIsSet() {
        SeataTestEnvironment.give();
        secret(SECRET);
    }

    @AfterEach
    void nothingStays() {
        answered(new RegisterTMResponse(true));
        SeataTestEnvironment.give();
    }

    /** The same numbers stand in the tests of the TC's side. */
    @Test
    void signsWhatTheTcsSideReads() {
        assertThat(new RegistrationSignature("TM", "order-service", "changgou", 1_700_000_000_000L, "a-nonce")
                        .by(SECRET))
                .isEqualTo("1700000000000.a-nonce.SOQmGnDAATj6hyodCkQo78iDF8yqRuIzeB0vlbrbzbU");
        assertThat(new RegistrationSignature("RM", "order-service", "changgou", 1_700_000_000_000L, "a-nonce")
                        .by(SECRET))
                .isEqualTo("1700000000000.a-nonce.v4bYWQAZLzjvUAJnaDRwXCdF3WSjoEr4wsvGIiK1qOU");
    }

    @Test
    void signsTmAndRmForTheirRoleNow() {
        for (AbstractIdentifyRequest request : List.of(tm(), rm())) {
            long before = System.currentTimeMillis();
            String[] signed = signature(sent(request)).split("\\.");
            assertThat(Long.parseLong(signed[0])).isBetween(before, System.currentTimeMillis());
            String role = request instanceof RegisterTMRequest ? "TM" : "RM";
            assertThat(String.join(".", signed))
                    .isEqualTo(new RegistrationSignature(
                                    role, "order-service", "changgou", Long.parseLong(signed[0]), signed[1])
                            .by(SECRET));
        }
    }

    @Test
    void signsEachRegistrationWithAFreshNonceAlsoTheSameRequestSentAgain() {
        RegisterTMRequest again = tm();
        List<String> nonces = List.of(nonce(sent(again)), nonce(sent(again)), nonce(sent(tm())), nonce(sent(rm())));
        assertThat(nonces).doesNotHaveDuplicates();
        assertThat(again.getExtraData().lines().filter(line -> line.startsWith("changgou.signature=")))
                .hasSize(1);
    }

    @Test
    void keepsWhatSeataAndOthersHaveWritten() {
        String seatas = "ak=key\ndigest=a=b\nvgroup=changgou\nip=10.0.0.1\n";
        RegisterTMRequest request = tm();
        request.setExtraData(seatas);
        assertThat(sent(request).getExtraData()).startsWith(seatas + "changgou.signature=");

        RegisterRMRequest others = rm();
        others.setExtraData("mine=1");
        assertThat(sent(others).getExtraData()).startsWith("mine=1\nchanggou.signature=");
    }

    @Test
    void leavesRegistrationsAloneWithoutASecret() {
        secret("");
        assertThat(sent(rm()).getExtraData()).isNull();
        String seatas = tm().getExtraData();
        assertThat(sent(tm()).getExtraData()).isEqualTo(seatas);

        ObjectHolder.INSTANCE.setObject(OBJECT_KEY_SPRING_CONFIGURABLE_ENVIRONMENT, "Seata without Spring");
        assertThat(sent(rm()).getExtraData()).isNull();
    }

    @Test
    void leavesOtherMessagesAlone() {
        GlobalBeginRequest begin = new GlobalBeginRequest();
        begin.setTransactionName("order");
        String before = begin.toString();
        hook.doBeforeRequest(TC, message(begin));
        hook.doAfterResponse(TC, message(begin), new RegisterTMResponse(false));
        assertThat(begin).hasToString(before);
        assertThat(SignedRegistration.refusal()).isEmpty();
    }

    /** Every order sends several, and to bind properties takes longer than all that the TC does with one. */
    @Test
    void readsNoSettingForThem() {
        Environment environment = mock(Environment.class);
        ObjectHolder.INSTANCE.setObject(OBJECT_KEY_SPRING_CONFIGURABLE_ENVIRONMENT, environment);
        hook.doBeforeRequest(TC, message(new GlobalBeginRequest()));
        verifyNoInteractions(environment);
    }

    @Test
    void seataFindsIt() {
        assertThat(EnhancedServiceLoader.loadAll(RpcHook.class)).hasAtLeastOneElementOfType(SignedRegistration.class);
    }

    @Test
    void tellsARefusalWithItsLikelyCauseOnceAndUntilTheTcTakesIt(CapturedOutput log) {
        answered(new RegisterTMResponse(false));
        answered(new RegisterTMResponse(false));
        assertThat(SignedRegistration.refusal())
                .hasValueSatisfying(refusal -> assertThat(refusal)
                        .contains("TC) at 127.0.0.1:8091 refuses to register the TM of order-service")
                        .contains("changgou.seata.registration.secret is not the TC's secret")
                        .doesNotContain(SECRET));
        assertThat(log.toString().split("refuses to register", -1)).hasSize(2);

        secret("");
        hook.doAfterResponse(TC, message(rm()), new RegisterRMResponse(false));
        assertThat(SignedRegistration.refusal())
                .hasValueSatisfying(refusal -> assertThat(refusal)
                        .contains("the RM of order-service")
                        .contains("changgou.seata.registration.secret is not set"));

        hook.doAfterResponse(TC, message(rm()), new RegisterRMResponse(true));
        assertThat(SignedRegistration.refusal()).isEmpty();
    }

    @Test
    void doesNotPrintTheSecret() {
        assertThat(new RegistrationProperties(SECRET)).hasToString("RegistrationProperties[signed=true]");
    }

    private void answered(RegisterTMResponse response) {
        hook.doAfterResponse(TC, message(tm()), response);
    }

    private <T extends AbstractIdentifyRequest> T sent(T request) {
        hook.doBeforeRequest(TC, message(request));
        return request;
    }

    private static String signature(AbstractIdentifyRequest request) {
        return request.getExtraData()
                .lines()
                .filter(line -> line.startsWith("changgou.signature="))
                .findFirst()
                .orElseThrow()
                .substring("changgou.signature=".length());
    }

    private static String nonce(AbstractIdentifyRequest request) {
        return signature(request).split("\\.")[1];
    }

    private static RegisterTMRequest tm() {
        return new RegisterTMRequest("order-service", "changgou");
    }

    private static RegisterRMRequest rm() {
        return new RegisterRMRequest("order-service", "changgou");
    }

    private static RpcMessage message(Object body) {
        RpcMessage message = new RpcMessage();
        message.setBody(body);
        return message;
    }

    private static void secret(String secret) {
        MockEnvironment environment =
                (MockEnvironment) ObjectHolder.INSTANCE.getObject(OBJECT_KEY_SPRING_CONFIGURABLE_ENVIRONMENT);
        environment.setProperty("changgou.seata.registration.secret", secret);
    }
}
