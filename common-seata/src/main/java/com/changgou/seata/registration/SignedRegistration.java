package com.changgou.seata.registration;

import static org.apache.seata.common.ConfigurationKeys.EXTRA_DATA_SPLIT_CHAR;
import static org.apache.seata.common.Constants.OBJECT_KEY_SPRING_CONFIGURABLE_ENVIRONMENT;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.seata.common.holder.ObjectHolder;
import org.apache.seata.core.protocol.AbstractIdentifyRequest;
import org.apache.seata.core.protocol.AbstractIdentifyResponse;
import org.apache.seata.core.protocol.RegisterTMRequest;
import org.apache.seata.core.protocol.RpcMessage;
import org.apache.seata.core.rpc.hook.RpcHook;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Signs each registration of this process' TM and RM, the repeated ones too, with the secret that it shares with the TC: a line
 * {@code changgou.signature=time.nonce.signature} of the request's extra data, after Seata's own lines. A TC that checks nothing
 * does not mind it. The TC's side is {@code SharedSecretCheck} of seata-server.
 *
 * <p>Seata makes this object itself, by its service loader, and calls it before it sends. It keeps Spring's environment for such
 * objects, from before its first registration.
 */
public final class SignedRegistration implements RpcHook {

    private static final String KEY = "changgou.signature=";
    private static final Logger LOG = LoggerFactory.getLogger(SignedRegistration.class);

    /** Static, as Seata's TM and RM are. */
    private static volatile @Nullable String refusal;

    /**
     * Whether the TC has refused the last registration that it answered. It gives no reason.
     *
     * @return what has happened and the likely cause; empty where it took it, or did not answer
     */
    public static Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    @Override
    public void doBeforeRequest(String address, RpcMessage request) {
        // Every message comes through here: only a registration is worth a look at the environment.
        if (request.getBody() instanceof AbstractIdentifyRequest registration) {
            sign(registration, properties());
        }
    }

    private static void sign(AbstractIdentifyRequest registration, RegistrationProperties properties) {
        if (properties.isSigned()) {
            RegistrationSignature signature = new RegistrationSignature(
                    role(registration),
                    Objects.toString(registration.getApplicationId(), ""),
                    Objects.toString(registration.getTransactionServiceGroup(), ""),
                    System.currentTimeMillis(),
                    UUID.randomUUID().toString());
            registration.setExtraData(
                    unsigned(registration) + KEY + signature.by(properties.secret()) + EXTRA_DATA_SPLIT_CHAR);
        }
    }

    @Override
    public void doAfterResponse(String address, RpcMessage request, Object response) {
        if (request.getBody() instanceof AbstractIdentifyRequest registration
                && response instanceof AbstractIdentifyResponse answer) {
            String before = refusal;
            refusal = answer.isIdentified() ? null : refusal(address, registration);
            // Seata tries again and again.
            if (refusal != null && !refusal.equals(before)) {
                LOG.error(refusal);
            }
        }
    }

    private static String refusal(String address, AbstractIdentifyRequest registration) {
        String cause = properties().isSigned()
                ? "Probably changgou.seata.registration.secret is not the TC's secret, or the clocks differ by more than a"
                        + " minute."
                : "Probably it wants signed ones, and changgou.seata.registration.secret is not set.";
        return "The transaction coordinator (TC) at " + address + " refuses to register the " + role(registration)
                + " of " + registration.getApplicationId() + ". " + cause;
    }

    private static String role(AbstractIdentifyRequest registration) {
        return registration instanceof RegisterTMRequest ? "TM" : "RM";
    }

    /** Seata's lines. A request that is sent again has the line of the time before. */
    private static String unsigned(AbstractIdentifyRequest registration) {
        return Objects.toString(registration.getExtraData(), "")
                .lines()
                .filter(line -> !line.startsWith(KEY))
                .map(line -> line + EXTRA_DATA_SPLIT_CHAR)
                .collect(Collectors.joining());
    }

    private static RegistrationProperties properties() {
        return ObjectHolder.INSTANCE.getObject(OBJECT_KEY_SPRING_CONFIGURABLE_ENVIRONMENT)
                        instanceof Environment environment
                ? Binder.get(environment).bindOrCreate("changgou.seata.registration", RegistrationProperties.class)
                : new RegistrationProperties("");
    }
}
