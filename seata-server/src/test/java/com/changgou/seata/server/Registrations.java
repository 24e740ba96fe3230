package com.changgou.seata.server;

import io.seata.core.protocol.AbstractIdentifyRequest;
import io.seata.core.protocol.RegisterRMRequest;
import io.seata.core.protocol.RegisterTMRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Requests as a client signs them, from the description in common-seata's {@code SignedRegistration} and not from its code. */
final class Registrations {

    private Registrations() {}

    static RegisterTMRequest tm() {
        return new RegisterTMRequest("order-service", "changgou");
    }

    static RegisterRMRequest rm() {
        RegisterRMRequest request = new RegisterRMRequest("order-service", "changgou");
        request.setResourceIds("jdbc:mysql://127.0.0.1:3316/orders");
        return request;
    }

    static <T extends AbstractIdentifyRequest> T signed(String secret, long millis, T request) {
        return signed(secret, millis, UUID.randomUUID().toString(), request);
    }

    static <T extends AbstractIdentifyRequest> T signed(String secret, long millis, String nonce, T request) {
        String role = request instanceof RegisterTMRequest ? "TM" : "RM";
        String signature = hmac(
                secret, role, request.getApplicationId(), request.getTransactionServiceGroup(), "" + millis, nonce);
        String seatas = request.getExtraData() == null ? "" : request.getExtraData();
        request.setExtraData(seatas + "changgou.signature=" + millis + "." + nonce + "." + signature + "\n");
        return request;
    }

    private static String hmac(String secret, String... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            for (String part : parts) {
                mac.update(part.getBytes(StandardCharsets.UTF_8));
                mac.update((byte) 0xFF);
            }
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
