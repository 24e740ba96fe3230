package com.changgou.it;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.gson.annotations.SerializedName;
import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The official model of the Kubernetes API. Its classes refuse unknown and missing fields, but read the number 8081 or the
 * word {@code two} where the other is due; the types are looked at here.
 */
final class KubernetesModel {

    private static final Map<String, Class<?>> KINDS = Map.of(
            "v1 Namespace", V1Namespace.class,
            "v1 Service", V1Service.class,
            "apps/v1 Deployment", V1Deployment.class,
            "apps/v1 StatefulSet", V1StatefulSet.class,
            "policy/v1 PodDisruptionBudget", V1PodDisruptionBudget.class,
            "networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy.class);

    private KubernetesModel() {}

    /** Throws an {@link IllegalArgumentException} that says which field is wrong. */
    static void validate(JsonNode document) {
        String kind = document.path("apiVersion").asString("no apiVersion") + " "
                + document.path("kind").asString("no kind");
        Class<?> type = KINDS.get(kind);
        require(type != null, kind, "a kind that is known here");
        check(type, JsonParser.parseString(document.toString()), kind);
    }

    private static void check(Type type, JsonElement json, String path) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            require(json.isJsonArray(), path, "a list");
            json.getAsJsonArray().forEach(item -> check(generic.getActualTypeArguments()[0], item, path + "[]"));
        } else if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
            require(json.isJsonObject(), path, "a map");
            json.getAsJsonObject()
                    .asMap()
                    .forEach((key, value) -> check(generic.getActualTypeArguments()[1], value, path + "." + key));
        } else if (type instanceof Class<?> model && model.getPackage() == V1Deployment.class.getPackage()) {
            require(json.isJsonObject(), path, "an object");
            checkFields(model, json);
            json.getAsJsonObject()
                    .asMap()
                    .forEach((name, value) -> check(typeOf(model, name), value, path + "." + name));
        } else if (type == String.class) {
            require(isString(json), path, "a string");
        } else if (type == Boolean.class) {
            require(json.isJsonPrimitive() && json.getAsJsonPrimitive().isBoolean(), path, "true or false");
        } else if (type == Integer.class || type == Long.class) {
            require(isInteger(json), path, "an integer");
        } else if (type == IntOrString.class) {
            require(isString(json) || isInteger(json), path, "an integer or a string");
        } else if (type == Quantity.class) {
            require(isString(json) && isQuantity(json.getAsString()), path, "a quantity");
        } else {
            throw new IllegalArgumentException(path + " is a " + type + ", which nothing here can check");
        }
    }

    /** The model's own check: no unknown field, and every required one. */
    private static void checkFields(Class<?> model, JsonElement json) {
        try {
            model.getMethod("validateJsonElement", JsonElement.class).invoke(null, json);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(e.getCause().getMessage(), e);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Type typeOf(Class<?> model, String name) {
        for (Field field : model.getDeclaredFields()) {
            SerializedName serialized = field.getAnnotation(SerializedName.class);
            if (serialized != null && serialized.value().equals(name)) {
                return field.getGenericType();
            }
        }
        throw new IllegalArgumentException(model.getSimpleName() + " has no field " + name);
    }

    private static boolean isString(JsonElement json) {
        return json.isJsonPrimitive() && json.getAsJsonPrimitive().isString();
    }

    private static boolean isInteger(JsonElement json) {
        return json.isJsonPrimitive()
                && json.getAsJsonPrimitive().isNumber()
                && json.getAsString().matches("-?\\d+");
    }

    private static boolean isQuantity(String text) {
        try {
            new Quantity(text);
            return true;
        } catch (RuntimeException noQuantity) {
            return false;
        }
    }

    private static void require(boolean right, String path, String expected) {
        if (!right) {
            throw new IllegalArgumentException(path + " is not " + expected);
        }
    }
}
