package com.changgou.seata.server;

import static io.seata.common.Constants.OBJECT_KEY_SPRING_CONFIGURABLE_ENVIRONMENT;

import io.seata.common.holder.ObjectHolder;
import io.seata.common.loader.LoadLevel;
import io.seata.core.protocol.AbstractIdentifyRequest;
import io.seata.core.protocol.RegisterRMRequest;
import io.seata.core.protocol.RegisterTMRequest;
import io.seata.core.rpc.RegisterCheckAuthHandler;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.PropertyResolver;

/**
 * Registers a TM or an RM only when its request is signed with a secret of this TC, within the last minute, since this TC runs,
 * and for the first time. The stock handler takes any client.
 *
 * <p>The client's side is {@code SignedRegistration} of common-seata, which says what is signed. Seata asks the handler with
 * the highest order. Its switch {@code server.enableCheckAuth} is not asked: there is no TC without a secret.
 */
@LoadLevel(name = "shared-secret", order = 200)
public final class SharedSecretCheck implements RegisterCheckAuthHandler {

    /** How far a client's clock may be from the TC's, either way, its request's way included. */
    static final Duration WINDOW = Duration.ofMinutes(1);

    /** One line of the extra data, among Seata's own. */
    private static final Pattern SIGNATURE = Pattern.compile(
            "(?m)^changgou\\.signature=(?<signedAt>\\d{1,18})\\.(?<nonce>[\\w-]{1,64})\\.(?<signature>[\\w-]{43})$");

    private static final Logger LOG = LoggerFactory.getLogger(SharedSecretCheck.class);

    private final ClientSecrets secrets;
    private final Clock clock;
    private final long started;

    /** When each was made. Only signed ones are kept, for two windows at most: strangers cannot fill it. */
    private final Map<String, Long> usedNonces = new HashMap<>();

    /** For Seata's service loader, which knows no beans. */
    public SharedSecretCheck() {
        this(
                ClientSecrets.of(
                        (PropertyResolver) ObjectHolder.INSTANCE.getObject(OBJECT_KEY_SPRING_CONFIGURABLE_ENVIRONMENT)),
                Clock.systemUTC());
    }

    SharedSecretCheck(ClientSecrets secrets, Clock clock) {
        this.secrets = secrets;
        this.clock = clock;
        this.started = clock.millis();
    }

    @Override
    public boolean regTransactionManagerCheckAuth(RegisterTMRequest request) {
        return isTaken("TM", request);
    }

    @Override
    public boolean regResourceManagerCheckAuth(RegisterRMRequest request) {
        return isTaken("RM", request);
    }

    private boolean isTaken(String role, AbstractIdentifyRequest request) {
        Optional<String> refusal = refusal(role, request);
        // The next line of this thread in the log is Seata's own and has the client's address, which no handler is
        // told.
        refusal.ifPresent(reason -> LOG.warn(
                "The {} of application {} (group {}) is refused: {}",
                role,
                request.getApplicationId(),
                request.getTransactionServiceGroup(),
                reason));
        return refusal.isEmpty();
    }

    private Optional<String> refusal(String role, AbstractIdentifyRequest request) {
        Matcher line = SIGNATURE.matcher(Objects.toString(request.getExtraData(), ""));
        if (!line.find()) {
            return Optional.of("it is not signed");
        }
        String signedAt = line.group("signedAt");
        String nonce = line.group("nonce");
        boolean genuine = secrets.signed(
                Base64.getUrlDecoder().decode(line.group("signature")),
                role,
                Objects.toString(request.getApplicationId(), ""),
                Objects.toString(request.getTransactionServiceGroup(), ""),
                signedAt,
                nonce);
        return genuine
                ? refusalOfGenuine(Long.parseLong(signedAt), nonce)
                : Optional.of("no secret of this TC made its signature");
    }

    private synchronized Optional<String> refusalOfGenuine(long signedAt, String nonce) {
        long now = clock.millis();
        long window = WINDOW.toMillis();
        if (Math.abs(now - signedAt) > window) {
            return Optional.of("it was signed " + (now - signedAt) + " ms ago and may be " + window + " ms off");
        }
        // The nonces of a TC that ran before are not known here.
        if (signedAt < started) {
            return Optional.of("it was signed " + (started - signedAt) + " ms before this TC started");
        }
        usedNonces.values().removeIf(madeAt -> now - madeAt > window);
        return usedNonces.putIfAbsent(nonce, signedAt) == null ? Optional.empty() : Optional.of("it was used before");
    }
}
