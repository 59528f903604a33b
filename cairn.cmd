@echo off
rem Runs Cairn's command line. Builds it first where there is no build yet; delete target\cli for another build.
rem   CAIRN_JAVA_HOME  the JDK to use (25 or newer); otherwise JAVA_HOME, PATH and the usual folders are searched
rem   CAIRN_JAVA_OPTS  more options for the JVM, such as -Xmx8g
setlocal enableextensions
set "home=%~dp0"
set "cli=%home%target\cli"
set "jdk="
if defined CAIRN_JAVA_HOME (
    call :try "%CAIRN_JAVA_HOME%"
    if not defined jdk (
        echo cairn: CAIRN_JAVA_HOME=%CAIRN_JAVA_HOME% is not the folder of a JDK 25 or newer. 1>&2
        exit /b 1
    )
)
if not defined jdk if defined JAVA_HOME call :try "%JAVA_HOME%"
if not defined jdk for %%j in (javac.exe) do if not "%%~$PATH:j"=="" call :try "%%~dp$PATH:j.."
if not defined jdk for /d %%d in ("%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Java\*" "%ProgramFiles%\Microsoft\jdk*" "%ProgramFiles%\Zulu\*" "%USERPROFILE%\.jdks\*") do call :try "%%~d"
if not defined jdk (
    echo cairn: needs a JDK 25 or newer and found none. Install one, for example Temurin from https://adoptium.net, or name the folder of yours in CAIRN_JAVA_HOME. 1>&2
    exit /b 1
)

if not exist "%cli%\built" (
    echo cairn: building ^(the first build downloads its dependencies^) 1>&2
    set "JAVA_HOME=%jdk%"
    pushd "%home%"
    call mvnw.cmd -q -B -ntp -Dquick -Dmaven.test.skip=true "-Dcairn.target=%cli%" package dependency:copy-dependencies -DincludeScope=runtime "-DoutputDirectory=%cli%\lib" 1>&2
    if errorlevel 1 (
        popd
        echo cairn: the build failed; what is above says why. 1>&2
        exit /b 1
    )
    popd
    type nul > "%cli%\built"
)
for %%j in ("%cli%\cairn-*.jar") do set "jar=%%~fj"
"%jdk%\bin\java.exe" --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -Xms32m -XX:NewSize=4m -XX:MaxRAMPercentage=60 %CAIRN_JAVA_OPTS% -cp "%jar%;%cli%\lib\*" dev.cairn.cli.Main %*
exit /b %errorlevel%

rem Sets jdk to a folder if it is the first that holds a JDK of 25 or newer.
:try
if defined jdk exit /b 0
if not exist "%~1\bin\javac.exe" exit /b 0
if not exist "%~1\release" exit /b 0
set "version="
for /f "tokens=2 delims==." %%v in ('findstr /b "JAVA_VERSION=" "%~1\release"') do set "version=%%~v"
if not defined version exit /b 0
set "version=%version:"=%"
if %version% GEQ 25 set "jdk=%~1"
exit /b 0
