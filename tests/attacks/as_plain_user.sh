# as_plain_user.sh COMMAND...: run COMMAND as a user without rights.
# Called by root in a mount namespace of its own. Others may not enter /root: for COMMAND, another
# /root with nothing in it but the folders in $NEEDED is mounted there.
set -e
umask 022
mount --make-rprivate /
mount -t tmpfs none /mnt
for folder in $NEEDED; do
    case $folder in /root/*) mkdir -p "/mnt$folder" && mount --bind "$folder" "/mnt$folder" ;; esac
done
if [ -d /mnt/root ]; then
    mount --rbind /mnt/root /root
fi
export HOME=/nonexistent
exec setpriv --reuid 64738 --regid 64738 --clear-groups "$@"
