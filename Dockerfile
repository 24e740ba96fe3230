# One image for each service: docker build --build-arg SERVICE=order-service . The jar is built before: ./mvnw package
ARG JRE_IMAGE=eclipse-temurin:21.0.8_9-jre
FROM ${JRE_IMAGE} AS layers
ARG SERVICE
WORKDIR /layers
COPY ${SERVICE}/target/${SERVICE}.jar app.jar
RUN ["java", "-Djarmode=tools", "-jar", "app.jar", "extract", "--layers", "--launcher", "--destination", "app"]

FROM ${JRE_IMAGE}
WORKDIR /app
# What changes least comes first: an image of a new version shares every layer but the last.
COPY --from=layers /layers/app/dependencies/ ./
COPY --from=layers /layers/app/spring-boot-loader/ ./
COPY --from=layers /layers/app/snapshot-dependencies/ ./
COPY --from=layers /layers/app/application/ ./
USER 10001:10001
ENV SPRING_PROFILES_ACTIVE=docker
# Nacos' client keeps its log and its cache in the user's home unless it is told where.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "-DJM.LOG.PATH=/tmp/nacos/logs", \
  "-DJM.SNAPSHOT.PATH=/tmp/nacos/cache", "org.springframework.boot.loader.launch.PropertiesLauncher"]
